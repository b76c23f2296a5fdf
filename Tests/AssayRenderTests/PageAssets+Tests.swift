import AssayRender

extension String {
    /// A page without the style, the script and the digests of both, which golden files need not repeat.
    var withoutAssets: String {
        replacing(PageAssets.style, with: "…").replacing(PageAssets.script, with: "…").replacing(PageAssets.policyOfFile, with: "…")
    }
}
