/// The members of a workspace whose tests are run, each in the words by which its build tool takes it alone; none where a change
/// affects no member.
package struct TestedMembers: Sendable, Equatable {
    /// Those of the tree that is judged.
    package let selectors: [String]
    /// Those of the tree before a change, which may have other members.
    package let selectorsBefore: [String]

    /// Makes the members before and after a change.
    package init(_ selectors: [String], before: [String]) { (self.selectors, selectorsBefore) = (selectors, before) }

    /// The members of the tree before the change.
    var beforeChange: TestedMembers { TestedMembers(selectorsBefore, before: selectorsBefore) }
}
