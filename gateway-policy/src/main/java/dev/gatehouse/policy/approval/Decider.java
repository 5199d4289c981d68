package dev.gatehouse.policy.approval;

import dev.gatehouse.core.identity.BundleName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Somebody who wants to decide, as they are at this moment.
 *
 * @param id tells people apart: a person's id, or {@link #MACHINE}
 * @param label for people and the trail
 * @param name {@code provider/userName}; empty for whoever has the machine
 * @param groups each as {@code provider/group}
 * @param isOwner may do whatever the approvers of any bundle may
 * @param approverOf the bundles whose approver this person is
 */
public record Decider(
        String id,
        String label,
        Optional<String> name,
        Set<String> groups,
        boolean isOwner,
        Set<BundleName> approverOf) {
    /** Whoever has the machine's own token: counts as one person, whoever it is. */
    public static final String MACHINE = "machine";

    public Decider {
        groups = Set.copyOf(groups);
        approverOf = Set.copyOf(approverOf);
    }

    public static Decider machine(String label) {
        return new Decider(MACHINE, label, Optional.empty(), Set.of(), true, Set.of());
    }

    /** Nobody approves what is done in their own name, or by an agent that they answer for. */
    public boolean isRequester(About about) {
        return id.equals(about.subject())
                || name.filter(own -> isOwn(own, about)).isPresent();
    }

    /** Whether this person is among those who may decide. */
    public boolean mayDecide(About about) {
        return !isRequester(about) && !entitledTo(about).isEmpty();
    }

    private static boolean isOwn(String own, About about) {
        return (about.kind().equals("user") && own.equalsIgnoreCase(about.requester()))
                || about.owner()
                        .filter(owner ->
                                own.equalsIgnoreCase(owner) || userName(own).equalsIgnoreCase(owner))
                        .isPresent();
    }

    private static String userName(String own) {
        return own.substring(own.indexOf('/') + 1);
    }

    /** Which of the demands this person may satisfy, from 0. */
    List<Integer> entitledTo(About about) {
        return IntStream.range(0, about.demands().size())
                .filter(i -> isNamed(about.demands().get(i).by(), about.bundle()))
                .boxed()
                .toList();
    }

    /** A rule that names people means them and nobody else; the machine's owner could rewrite the rule. */
    private boolean isNamed(List<String> by, BundleName bundle) {
        if (by.isEmpty() || id.equals(MACHINE)) {
            return isOwner || approverOf.contains(bundle);
        }
        return by.stream().anyMatch(this::is);
    }

    private boolean is(String approver) {
        int colon = approver.indexOf(':');
        String named = approver.substring(colon + 1);
        return switch (approver.substring(0, Math.max(colon, 0))) {
            case "user" -> name.filter(named::equals).isPresent();
            case "group" -> groups.contains(named);
            default -> false;
        };
    }
}
