/// A page that says why there is no other.
package enum ErrorPage {
    /// Renders a title and the reason.
    package static func render(_ title: String, _ reason: String, links: PageLinks) -> String {
        Page(
            title: title, carrier: links.carrier, crumbs: links.way(to: title),
            content: "<h1>\(title)</h1>\n<p class=\"lead\">\(reason)</p>"
        ).html
    }
}
