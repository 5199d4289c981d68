package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.people.PeopleChange;
import dev.gatehouse.auth.scim.filter.ScimRefusal;
import dev.gatehouse.auth.scim.filter.ScimRefusal.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Who comes and who goes: the part of a {@link MembersChange} that is not so yet. Made while the group is locked. */
record MembersPlan(Set<UUID> joining, Set<UUID> leaving) {
    static final int MEMBERS_MAX = 50_000;
    private static final int NAMED_MAX = 20;

    static MembersPlan of(MembersChange wanted, PeopleChange change, String provider, UUID group)
            throws SQLException, ScimRefusal {
        Connection connection = change.connection();
        Set<UUID> mentioned = MembersChange.union(wanted.added(), wanted.removed());
        Set<UUID> there = wanted.all()
                ? MembershipTable.members(connection, group)
                : MembershipTable.membersAmong(connection, group, mentioned);
        Set<UUID> joining = MembersChange.difference(wanted.added(), there);
        Set<UUID> leaving = new HashSet<>(there);
        if (wanted.all()) {
            leaving.removeAll(wanted.added());
        } else {
            leaving.retainAll(wanted.removed());
        }
        MembersPlan plan = new MembersPlan(joining, leaving);
        plan.requirePossible(connection, provider, group);
        return plan;
    }

    private void requirePossible(Connection connection, String provider, UUID group) throws SQLException, ScimRefusal {
        if (isEmpty()) {
            return;
        }
        Set<UUID> held = MembershipTable.lockPeople(connection, provider, MembersChange.union(joining, leaving));
        if (!held.containsAll(joining)) {
            UUID missing = MembersChange.difference(joining, held).iterator().next();
            throw new ScimRefusal(Kind.INVALID_VALUE, "members: no such user: " + missing);
        }
        int before = MembershipTable.sizes(connection, Set.of(group)).getOrDefault(group, 0);
        if (before + joining.size() - leaving.size() > MEMBERS_MAX) {
            throw new ScimRefusal(Kind.TOO_LARGE, "a group has at most " + MEMBERS_MAX + " members");
        }
    }

    boolean isEmpty() {
        return joining.isEmpty() && leaving.isEmpty();
    }

    void write(PeopleChange change, UUID group) throws SQLException {
        if (!isEmpty()) {
            MembershipTable.write(change, group, joining, leaving);
        }
    }

    /** For the trail: how many, and whom as far as there is room. */
    String told() {
        return told("; joined: ", joining) + told("; left: ", leaving);
    }

    private static String told(String what, Set<UUID> people) {
        if (people.isEmpty()) {
            return "";
        }
        String named = people.stream().limit(NAMED_MAX).map(UUID::toString).collect(Collectors.joining(", "));
        return what + people.size() + " (" + named + (people.size() > NAMED_MAX ? ", ..." : "") + ")";
    }
}
