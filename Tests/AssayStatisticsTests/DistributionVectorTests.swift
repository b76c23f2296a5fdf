import AssayStatistics
import AssaySupport
import Testing

@Suite struct DistributionVectorTests {
    @Test("quantiles of the normal distribution are scipy's")
    func normal() throws {
        for row in try Vectors.rows("distributions", "normal_quantile") { expect(Distributions.normalQuantile(row.n("p")), in: row, "z") }
    }

    @Test("quantiles of Student's t are scipy's, and its distribution function is their inverse")
    func student() throws {
        for row in try Vectors.rows("distributions", "student_quantile") {
            let t = Distributions.studentQuantile(row.n("p"), df: row.n("df"))
            expect(t, in: row, "t", tolerance: 1e-8)
            expect(Distributions.studentCDF(t, df: row.n("df")), in: row, "p")
            expect(-t, is: Distributions.studentQuantile(1 - row.n("p"), df: row.n("df")), tolerance: 1e-8, "the mirrored quantile")
        }
    }

    @Test("the incomplete beta function is scipy's")
    func beta() throws {
        for row in try Vectors.rows("distributions", "incomplete_beta") {
            expect(Distributions.incompleteBeta(row.n("a"), row.n("b"), row.n("x")), in: row, "I")
        }
    }

    @Test("quantiles of the beta distribution are scipy's")
    func betaQuantile() throws {
        for row in try Vectors.rows("distributions", "beta_quantile") {
            expect(Distributions.betaQuantile(row.n("p"), row.n("a"), row.n("b")), in: row, "x")
        }
    }
}
