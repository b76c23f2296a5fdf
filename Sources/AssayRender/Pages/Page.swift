/// How a page reaches its reader.
package enum Carrier: Sendable {
    /// As one file that holds style and script itself.
    case file
    /// From the server, which hands out style, script and events under addresses of their own.
    case server
}

/// The frame of a page: its head, the way back, the content.
struct Page: Sendable {
    /// A step of the way from the list of runs to this page; the last one is the page itself and has no address.
    struct Crumb: Sendable {
        let title: String
        let address: String?
    }

    let title: String
    let carrier: Carrier
    /// The steps to the page; empty where it stands alone.
    var crumbs: [Crumb] = []
    let content: Markup

    /// The finished page.
    var html: String { document.html }

    private var document: Markup {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        \(head)
        <title>\(title) · Assay</title>
        <link rel="icon" href="data:,">
        </head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="top"><nav aria-label="Way to this page"><span class="brand">Assay</span>\(crumbs.isEmpty ? "" : "<ol>\(crumbs.map(step))</ol>" as Markup)</nav></header>
        <main id="content" tabindex="-1">
        \(content)
        </main>
        <footer class="bottom"><p>Made by Assay. Nothing on this page is loaded from elsewhere.<span class="scripted" hidden> Press <kbd>?</kbd> for keys.</span></p></footer>
        \(carrier == .file ? "<script>\(Markup(asset: PageAssets.script))</script>" as Markup : "")
        </body>
        </html>

        """
    }

    private var head: Markup {
        switch carrier {
        case .file:
            """
            <meta http-equiv="Content-Security-Policy" content="\(Markup(asset: PageAssets.policyOfFile))">
            <style>\(Markup(asset: PageAssets.style))</style>
            """
        case .server:
            """
            <link rel="stylesheet" href="/assay.css">
            <script src="/assay.js" defer></script>
            """
        }
    }

    private func step(_ crumb: Crumb) -> Markup {
        guard let address = crumb.address else { return "<li aria-current=\"page\">\(crumb.title)</li>" }
        return "<li><a href=\"\(address)\">\(crumb.title)</a></li>"
    }
}

extension PageLinks {
    /// The way to a page: from the list of runs, where there is one, over the run that the page is about.
    func way(over run: String? = nil, to title: String) -> [Page.Crumb] {
        let list = home.map { [Page.Crumb(title: "All runs", address: $0)] } ?? []
        let between = run.map { [Page.Crumb(title: $0, address: self.run($0))] } ?? []
        return list + between + [Page.Crumb(title: title, address: nil)]
    }
}

extension Markup {
    /// Takes an asset that is compiled into the program.
    fileprivate init(asset: String) { self.init(stringLiteral: asset) }
}
