import ArgumentParser
struct ModelsCommand: AsyncParsableCommand { static let configuration = CommandConfiguration(commandName: "models")
 func run() async throws {} }
