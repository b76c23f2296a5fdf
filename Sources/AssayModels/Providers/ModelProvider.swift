package import AssaySupport

/// A provider of models: its name and keys in configuration files, and how their values make a model.
///
/// To add a provider, declare one of these in a file of its own and list it in `ProviderRegistry`.
package struct ModelProvider: Sendable {
    /// The value of the key `provider`.
    package let name: String
    /// The keys that this provider reads.
    package let keys: [SettingKey]
    /// Makes a model of the values of the keys, which have been checked against the declarations.
    package let make: @Sendable (SettingValues) -> any ModelSource
}
