import AssayStatistics
import AssaySupport
import Testing

@Suite struct PowerVectorTests {
    @Test("the number of tasks needed is that of Connor's formula")
    func needed() throws {
        for row in try Vectors.rows("power", "tasks_needed") {
            expect(Power.tasksNeeded(delta: row.n("delta"), discordance: row.n("discordance")), in: row, "n")
        }
    }

    @Test("the smallest detectable difference is found, and none where there is none")
    func detectable() throws {
        let rows = try Vectors.rows("power", "smallest_detectable")
        for row in rows {
            let found = Power.smallestDetectable(tasks: row.i("n"), discordance: row.n("discordance"))
            #expect((found == nil) == (row["delta"]?.number == nil), "\(row)")
            if let found { expect(found, in: row, "delta") }
        }
        #expect(rows.contains { $0["delta"]?.number == nil } && rows.contains { $0["delta"]?.number != nil })
    }

    @Test("the power of McNemar's test is the probability of its significant tables")
    func exact() throws {
        for row in try Vectors.rows("power", "mcnemar") {
            expect(Power.mcNemar(tasks: row.i("n"), onlyA: row.n("only_a"), onlyB: row.n("only_b")), in: row, "power")
        }
    }

    @Test("the e-value of a regression is the mixture that numerical integration gives")
    func regression() throws {
        for row in try Vectors.rows("sequential", "regression") {
            expect(Sequential.regression(lost: row.i("lost"), won: row.i("won")), in: row, "e")
        }
        #expect((1...20).first { Sequential.regression(lost: $0, won: 0) >= 20 } == 7)
    }
}
