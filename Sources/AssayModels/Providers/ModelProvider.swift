package import AssaySupport

/// A way to get answers: the word for it in a configuration file, its keys there, and how a model is made of their values.
///
/// A new provider is one file that declares one of these, and its entry in `ProviderRegistry`.
package struct ModelProvider: Sendable {
    /// The value of the key `provider`.
    package let name: String
    /// The keys that this provider reads.
    package let keys: [SettingKey]
    /// Makes a model of the keys' values, which were checked against the declarations.
    package let make: @Sendable (SettingValues) -> any ModelSource
}
