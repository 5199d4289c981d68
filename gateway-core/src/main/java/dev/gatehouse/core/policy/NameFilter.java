package dev.gatehouse.core.policy;

import java.util.List;

/** Names let through: matched by one of {@code allow} and by none of {@code deny}. */
public record NameFilter(List<Glob> allow, List<Glob> deny) {
    public static final NameFilter ALL = new NameFilter(List.of(new Glob("*")), List.of());

    public NameFilter {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    public boolean admits(String name) {
        return matches(allow, name) && !matches(deny, name);
    }

    /** A loop: this is asked on every call, and of every tool of a list. */
    private static boolean matches(List<Glob> globs, String name) {
        for (Glob glob : globs) {
            if (glob.matches(name)) {
                return true;
            }
        }
        return false;
    }
}
