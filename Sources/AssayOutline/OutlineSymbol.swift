/// A declaration of a source text and its place.
package struct OutlineSymbol: Sendable, Equatable {
    /// The kind of a declaration.
    package enum Kind: String, Sendable {
        /// A function that belongs to no type.
        case function
        /// A function, initializer or accessor of a type.
        case method
        /// A class, structure, enumeration, interface, trait, protocol or alias.
        case type
        /// A further part of a type: an extension of Swift, an `impl` of Rust.
        case `extension`
        /// A namespace or module inside a file.
        case namespace
        /// A variable or constant that belongs to no type.
        case variable
    }

    /// The name as it is declared.
    package let name: String
    /// The name with those of the types around it: `Type.method`.
    package let qualifiedName: String
    /// The kind of the declaration.
    package let kind: Kind
    /// The bytes of the declaration with the comments and attributes before it; it begins with its line, and has no line ending at its end.
    package let range: Range<Int>
    /// The byte at which the declaration itself begins, behind comments and attributes.
    package let declaration: Int
    /// The bytes behind the signature to the end: a block with its braces, or in Python what follows the colon; nil where there is no body.
    package let body: Range<Int>?
    /// The declaration up to its body, white space reduced.
    package let signature: String
    /// The index of the symbol around it; nil at the top of the file.
    package let parent: Int?

    /// Whether it can be called: a function or a method.
    package var isFunction: Bool { kind == .function || kind == .method }
    /// Whether other declarations stand inside it.
    package var isContainer: Bool { kind == .type || kind == .extension || kind == .namespace }
}
