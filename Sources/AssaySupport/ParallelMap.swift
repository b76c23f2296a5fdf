extension Array where Element: Sendable {
    /// Transforms with at most `jobs` at a time; `each` is given the results with their positions, in order of completion.
    package func parallelForEach<Result: Sendable>(
        jobs: Int, _ transform: @escaping @Sendable (Element) async throws -> Result,
        each: (Int, Result) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var next = 0
            func start() {
                guard next < count else { return }
                let index = next
                let element = self[index]
                next += 1
                group.addTask { (index, try await transform(element)) }
            }
            for _ in 0..<Swift.min(jobs, count) { start() }
            while let (index, result) = try await group.next() {
                try await each(index, result)
                start()
            }
        }
    }

    /// Maps with at most `jobs` at a time; `each` is called in order of completion.
    package func parallelMap<Result: Sendable>(
        jobs: Int, _ transform: @escaping @Sendable (Element) async throws -> Result,
        each: (Result) async throws -> Void
    ) async throws -> [Result] {
        var results = [Result?](repeating: nil, count: count)
        try await parallelForEach(jobs: jobs, transform) { index, result in
            results[index] = result
            try await each(result)
        }
        return results.compactMap { $0 }
    }
}
