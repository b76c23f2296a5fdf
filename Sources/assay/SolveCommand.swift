import ArgumentParser
struct SolveCommand: AsyncParsableCommand { static let configuration = CommandConfiguration(commandName: "solve")
 func run() async throws {} }
