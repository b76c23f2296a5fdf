import ArgumentParser
struct ReportCommand: AsyncParsableCommand { static let configuration = CommandConfiguration(commandName: "report")
 func run() async throws {} }
