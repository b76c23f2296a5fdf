import ArgumentParser
struct ListCommand: AsyncParsableCommand { static let configuration = CommandConfiguration(commandName: "list")
 func run() async throws {} }
