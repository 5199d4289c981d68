package dev.gatehouse.policy.count;

/**
 * One thing that has a count.
 *
 * @param key the same for the same thing, and for nothing else among those of its rule
 * @param label for people to read
 */
public record Counted(CountedBy by, String key, String label) {

    static Counted named(CountedBy by, String name) {
        return new Counted(by, name, name);
    }

    /** As its caller may read it: callers know their groups and bundles by name, and themselves. */
    public String told() {
        return switch (by) {
            case GROUP, BUNDLE, UPSTREAM -> by.words() + " " + label;
            case PRINCIPAL, AGENT, USER, TOOL -> by.words();
        };
    }
}
