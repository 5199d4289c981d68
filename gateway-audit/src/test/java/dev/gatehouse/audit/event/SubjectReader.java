package dev.gatehouse.audit.event;

import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Target;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Reads what {@link SubjectJson} wrote. */
final class SubjectReader {
    private SubjectReader() {}

    static CallSubject read(Members in) throws UnreadableEventException {
        return new CallSubject(
                new CallId(in.text("call")),
                in.integer("round"),
                in.text("method"),
                in.text("requested"),
                readTarget(in.object("target")),
                new ServerName(in.text("server")),
                in.optionalText("bundle").map(BundleName::new),
                readPrincipal(in.object("principal").orElseThrow(() -> new UnreadableEventException("no principal"))),
                in.optionalText("owner"),
                version(in.text("protocol")),
                readClient(in),
                in.optionalText("session"),
                in.optionalText("traceParent"),
                in.text("peer"));
    }

    private static Optional<Target> readTarget(Optional<Members> in) throws UnreadableEventException {
        if (in.isEmpty()) {
            return Optional.empty();
        }
        Members target = in.get();
        return Optional.of(new Target(
                target.word("kind", Primitive.class),
                target.text("name"),
                new UpstreamId(target.text("upstream")),
                target.text("upstreamName")));
    }

    private static Principal readPrincipal(Members in) throws UnreadableEventException {
        return new Principal(
                in.word("kind", Principal.Kind.class),
                in.text("issuer"),
                in.text("subject"),
                in.text("clientId"),
                strings(in, "groups"),
                strings(in, "scopes"),
                EventReader.instant(in.number("expiresAt")));
    }

    private static Set<String> strings(Members in, String name) {
        Set<String> strings = new LinkedHashSet<>();
        in.elements(name).forEach(element -> element.string().ifPresent(strings::add));
        return strings;
    }

    private static Optional<Implementation> readClient(Members in) throws UnreadableEventException {
        Optional<String> name = in.optionalText("clientName");
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(new Implementation(name.get(), in.text("clientVersion")));
    }

    private static ProtocolVersion version(String wireName) throws UnreadableEventException {
        return ProtocolVersion.ofWireName(wireName)
                .orElseThrow(() -> new UnreadableEventException("unknown protocol version"));
    }
}
