package import AssayCore

extension ModelStore {
    /// Whether a model and the program that serves it were fetched.
    package func health(of model: EmbeddedModel) -> HealthCheck {
        let isHere = path(of: model) != nil && runtime != nil
        return HealthCheck(
            id: "model \(model.name)", state: isHere ? .ok : .missing, detail: isHere ? "fetched and verified" : "not fetched",
            remedy: isHere ? nil : "assay models pull \(model.name)")
    }
}
