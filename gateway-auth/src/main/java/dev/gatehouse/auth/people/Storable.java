package dev.gatehouse.auth.people;

import java.util.List;
import java.util.stream.Collectors;

/** What a provider says, as far as it can be written down: names stand in policies, in lists and in the trail. */
public final class Storable {
    public static final int CHARS_MAX = 256;

    private static final int GROUPS_MAX = 1_000;

    private Storable() {}

    public static boolean is(String text) {
        return !text.isBlank() && text.length() <= CHARS_MAX && text.chars().noneMatch(Character::isISOControl);
    }

    static boolean names(Asserted asserted) {
        return is(asserted.subject()) && is(asserted.userName());
    }

    /** Without what is only decoration, and without groups nobody could name. */
    static Asserted part(Asserted asserted) {
        return new Asserted(
                asserted.provider(),
                asserted.subject(),
                asserted.userName(),
                asserted.displayName().filter(Storable::is),
                asserted.email().filter(Storable::is),
                asserted.groups()
                        .map(groups -> groups.stream()
                                .filter(Storable::is)
                                .sorted()
                                .limit(GROUPS_MAX)
                                .collect(Collectors.toUnmodifiableSet())));
    }

    /** In an order of their own, so that the same groups are no change; those known before where none were told. */
    static List<String> groups(Asserted asserted, List<String> before) {
        return asserted.groups()
                .map(groups -> groups.stream().sorted().toList())
                .orElse(before);
    }
}
