import AssayCommands

await Assay.runFromCommandLine()
