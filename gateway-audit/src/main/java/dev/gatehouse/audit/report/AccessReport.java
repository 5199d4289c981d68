package dev.gatehouse.audit.report;

import dev.gatehouse.audit.search.Sight;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who could call what, out of a snapshot. Members stand beside what their bundles grant, and are not multiplied with it.
 * Whoever sees some bundles finds those, and who belongs to them.
 */
final class AccessReport {
    /** The trail has a snapshot's digest a moment before the database has the snapshot. */
    private static final Duration RECORDED_WITHIN = Duration.ofMinutes(1);

    private static final String RECORD = """
            SELECT gateway_id, epoch, seq FROM audit.event
            WHERE type = 'administered' AND at >= ? AND at <= ? AND starts_with(detail, ?)
            ORDER BY at, gateway_id, epoch, seq LIMIT 1""";

    private final Sight sight;
    private final Json body;

    private AccessReport(Sight sight, Json body) {
        this.sight = sight;
        this.body = body;
    }

    /** @param asOf the last snapshot that was taken until then */
    static List<Section> of(Connection connection, Instant asOf, Sight sight) throws SQLException {
        Optional<AccessSnapshot> found = AccessSnapshots.asOf(connection, asOf);
        SectionRows about = section("snapshot", "The snapshot", "What this report is made of.", "what", "value");
        if (found.isEmpty()) {
            about.add(
                    "snapshot",
                    "none: no snapshot was taken until " + asOf + ", so nothing can be said of access then");
            return List.of(about.done());
        }
        AccessSnapshot snapshot = found.get();
        about.add("taken at", snapshot.takenAt().toString());
        about.add("revision", snapshot.revision());
        about.add("sha256", snapshot.sha256());
        if (!AccessSnapshots.isAsTaken(snapshot)) {
            about.add("ALTERED", "the snapshot is not what its digest says; nothing of it is told");
            return List.of(about.done(), proof(connection, snapshot));
        }
        AccessReport report = new AccessReport(sight, snapshot.body());
        report.texts("notes").forEach(note -> about.add("note", note));
        List<Section> sections = new ArrayList<>(List.of(about.done(), proof(connection, snapshot)));
        sections.addAll(report.sections());
        return sections;
    }

    private static Section proof(Connection connection, AccessSnapshot snapshot) throws SQLException {
        SectionRows rows = new SectionRows(
                "proof",
                "Its record",
                "Where the trail has the digest of the snapshot: from then on nobody could change it unseen.",
                Section.Basis.NOW,
                "sha256",
                "record");
        rows.add(
                snapshot.sha256(),
                record(connection, snapshot).orElse("none found: that it was taken is not on the trail yet"));
        return rows.done();
    }

    private static Optional<String> record(Connection connection, AccessSnapshot snapshot) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(RECORD)) {
            select.setObject(1, Transaction.timestamp(snapshot.takenAt().minus(RECORDED_WITHIN)));
            select.setObject(2, Transaction.timestamp(snapshot.takenAt().plus(RECORDED_WITHIN)));
            select.setString(3, AccessSnapshots.ACTION + " " + snapshot.sha256());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(row.getString(1) + "/" + row.getLong(2) + "/" + row.getLong(3))
                        : Optional.empty();
            }
        }
    }

    private List<Section> sections() {
        return List.of(bundles(), access(), rules(), agents(), members(), roles(), switches());
    }

    private Section bundles() {
        SectionRows rows = section(
                "bundles",
                "Bundles",
                "In the order of the file. The first that grants a caller a virtual server governs; a caller of no bundle may"
                        + " call nothing.",
                "bundle",
                "virtual servers",
                "groups",
                "people",
                "anonymous callers",
                "policies");
        for (Json bundle : elements("bundles")) {
            if (sees(bundle.text("name"))) {
                rows.add(
                        text(bundle, "name"),
                        joined(bundle, "servers"),
                        joined(bundle, "groups"),
                        joined(bundle, "users"),
                        truth(bundle, "anonymous"),
                        joined(bundle, "policies"));
            }
        }
        return rows.done();
    }

    private Section access() {
        SectionRows rows = section(
                "access",
                "What each bundle may call",
                "yes: no rule keeps members from it; no: a rule denies it to all; conditional: the rules named decide for each"
                        + " call.",
                "bundle",
                "virtual server",
                "kind",
                "name",
                "upstream",
                "access",
                "rules");
        for (Json part : elements("access")) {
            if (sees(part.text("bundle"))) {
                part.member("entries")
                        .map(Json::elements)
                        .orElse(List.of())
                        .forEach(entry -> rows.add(
                                text(part, "bundle"),
                                text(part, "server"),
                                text(entry, "kind"),
                                text(entry, "name"),
                                text(entry, "upstream"),
                                text(entry, "access"),
                                joined(entry, "rules")));
            }
        }
        return rows.done();
    }

    private Section rules() {
        Set<String> policies = new HashSet<>();
        elements("bundles").stream()
                .filter(bundle -> sees(bundle.text("name")))
                .flatMap(bundle -> bundle.member("policies").map(Json::elements).orElse(List.of()).stream())
                .forEach(policy -> policy.string().ifPresent(policies::add));
        SectionRows rows = section(
                "rules",
                "Rules",
                "What the rules named above are about, under which condition, and what they do.",
                "rule",
                "mode",
                "about",
                "condition",
                "effect");
        for (Json rule : elements("rules")) {
            if (policies.contains(text(rule, "policy"))) {
                rows.add(
                        text(rule, "id"),
                        text(rule, "mode"),
                        text(rule, "about"),
                        text(rule, "when"),
                        text(rule, "effect"));
            }
        }
        return rows.done();
    }

    private Section agents() {
        SectionRows rows = section(
                "agents", "Agents", "Each belongs to one bundle.", "agent", "bundle", "owner", "state", "source");
        for (Json agent : elements("agents")) {
            if (sees(agent.text("bundle"))) {
                rows.add(
                        text(agent, "name"),
                        text(agent, "bundle"),
                        text(agent, "owner"),
                        text(agent, "state"),
                        text(agent, "source"));
            }
        }
        return rows.done();
    }

    /** One row for each person: the groups of theirs that a bundle names, and the bundles they belong to by those or by name. */
    private Section members() {
        SectionRows rows = section(
                "people",
                "People",
                "Those who belong to a bundle, by name or through a group. Who is not active may do nothing.",
                "person",
                "active",
                "bundles",
                "through groups");
        List<String> groups = texts("groups");
        for (Json person : elements("people")) {
            List<String> bundles = person.member("bundles").map(Json::elements).orElse(List.of()).stream()
                    .flatMap(bundle -> bundle.string().stream())
                    .filter(bundle -> sees(Optional.of(bundle)))
                    .toList();
            if (!bundles.isEmpty()) {
                List<String> through = person.member("groups").map(Json::elements).orElse(List.of()).stream()
                        .map(index -> groups.get((int) index.integer().orElseThrow()))
                        .toList();
                rows.add(
                        text(person, "name"),
                        truth(person, "active"),
                        String.join(", ", bundles),
                        String.join(", ", through));
            }
        }
        return rows.done();
    }

    private Section roles() {
        SectionRows rows = section(
                "roles",
                "Administrative roles",
                "Who may administer, approve and audit.",
                "person",
                "role",
                "bundle",
                "given by");
        for (Json role : elements("roles")) {
            if (sees(role.text("bundle"))) {
                rows.add(text(role, "person"), text(role, "role"), text(role, "bundle"), text(role, "by"));
            }
        }
        return rows.done();
    }

    private Section switches() {
        SectionRows rows = section("switches", "Kill switches", "What was switched off for everybody.", "kind", "name");
        if (sight.bundles().isEmpty()) {
            elements("switches").forEach(one -> rows.add(text(one, "kind"), text(one, "name")));
        }
        return rows.done();
    }

    private boolean sees(Optional<String> bundle) {
        return sight.bundles().isEmpty()
                || bundle.filter(sight.bundles().get()::contains).isPresent();
    }

    private List<Json> elements(String name) {
        return body.member(name).map(Json::elements).orElse(List.of());
    }

    private List<String> texts(String name) {
        return elements(name).stream().flatMap(text -> text.string().stream()).toList();
    }

    private static String text(Json object, String name) {
        return object.text(name).orElse("");
    }

    private static String truth(Json object, String name) {
        return object.member(name).flatMap(Json::bool).orElse(false) ? "yes" : "no";
    }

    private static String joined(Json object, String name) {
        return String.join(
                ", ",
                object.member(name).map(Json::elements).orElse(List.of()).stream()
                        .flatMap(text -> text.string().stream())
                        .toList());
    }

    private static SectionRows section(String name, String title, String about, String... columns) {
        return new SectionRows(name, title, about, Section.Basis.SEALED, columns);
    }
}
