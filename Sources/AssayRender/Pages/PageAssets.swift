import AssaySupport

/// The style and the script that all pages share.
package enum PageAssets {
    /// The style sheet.
    package static let style = String(decoding: PackageResources.pages_css, as: UTF8.self)
    /// The script; without it every page can be read.
    package static let script = String(decoding: PackageResources.pages_js, as: UTF8.self)

    /// The policy of a page that holds both itself: nothing else may run, and nothing may be loaded.
    package static let policyOfFile =
        "default-src 'none'; style-src '\(Digest.source(style))'; script-src '\(Digest.source(script))'; img-src data:; base-uri 'none'; form-action 'none'"

    /// The policy of a page of the server: its own style, script and events, and nothing from elsewhere.
    package static let policyOfServer =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}
