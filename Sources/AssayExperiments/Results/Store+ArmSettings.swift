package import AssayCore
package import AssayPipeline
package import AssayStore
import AssaySupport

extension Store {
    /// The settings of a run's arms by name; an arm that an older version stored in another form is left out.
    package func settings(of run: String) throws(HarnessError) -> [String: PipelineSettings] {
        try arms(of: run).reduce(into: [:]) { $0[$1.name] = try? JSON.decode(PipelineSettings.self, $1.settings) }
    }
}
