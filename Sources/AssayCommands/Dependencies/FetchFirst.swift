import ArgumentParser

/// Whether dependencies are fetched before anything is verified, the same for `verify` and `solve`.
struct FetchFirst: ParsableArguments {
    @Flag(name: .customLong("fetch"), help: "First fetch what the projects depend on, as 'assay fetch' does.") var isAsked = false
    @OptionGroup var options: FetchOptions
}
