package import AssayCore

extension ModelStore {
    /// Checks whether a model and the program that serves it are installed.
    package func health(of model: EmbeddedModel) -> HealthCheck {
        let isHere = path(of: model) != nil && runtime != nil
        return HealthCheck(
            id: "model \(model.name)", state: isHere ? .ok : .missing, detail: isHere ? "fetched and verified" : "not fetched",
            remedy: isHere ? nil : "assay models pull \(model.name)")
    }
}
