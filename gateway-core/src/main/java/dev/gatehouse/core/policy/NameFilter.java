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
        return allow.stream().anyMatch(glob -> glob.matches(name))
                && deny.stream().noneMatch(glob -> glob.matches(name));
    }
}
