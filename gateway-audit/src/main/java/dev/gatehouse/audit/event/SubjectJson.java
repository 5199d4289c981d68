package dev.gatehouse.audit.event;

import static dev.gatehouse.audit.event.EventWriter.cut;

import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Target;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The part that says who asked for what, where: its members stand directly in the event. */
final class SubjectJson {
    /** Groups or scopes of one principal beyond this many are not kept. */
    private static final int CLAIMS_MAX = 128;

    private SubjectJson() {}

    static void write(ObjectWriter out, CallSubject subject) {
        out.put("call", subject.call().value())
                .put("round", subject.round())
                .put("method", subject.method())
                .put("requested", cut(subject.requested()));
        subject.target().ifPresent(target -> out.put("target", target(target)));
        out.put("server", subject.server().value());
        subject.bundle().ifPresent(bundle -> out.put("bundle", bundle.value()));
        out.put("principal", principal(subject.principal()))
                .putIf("owner", subject.owner().map(EventWriter::cut))
                .put("protocol", subject.version().wireName());
        subject.client()
                .ifPresent(client -> out.put("clientName", client.name()).put("clientVersion", client.version()));
        out.putIf("traceParent", subject.traceParent().map(EventWriter::cut)).put("peer", cut(subject.peer()));
    }

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
                in.optionalText("traceParent"),
                in.text("peer"));
    }

    private static Json target(Target target) {
        return Json.object()
                .put("kind", EventType.label(target.kind()))
                .put("name", cut(target.publicName()))
                .put("upstream", target.upstream().value())
                .put("upstreamName", cut(target.upstreamName()))
                .build();
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

    private static Json principal(Principal principal) {
        ObjectWriter out = Json.object()
                .put("kind", EventType.label(principal.kind()))
                .put("issuer", cut(principal.issuer()))
                .put("subject", cut(principal.subject()))
                .putIf("name", principal.name().map(EventWriter::cut))
                .put("clientId", cut(principal.clientId()))
                .putIf("bundle", principal.bundle().map(BundleName::value));
        claims(out, "groups", principal.groups());
        claims(out, "scopes", principal.scopes());
        return out.put("expiresAt", EpochNanos.of(principal.expiresAt())).build();
    }

    private static void claims(ObjectWriter out, String name, Collection<String> values) {
        if (!values.isEmpty()) {
            out.put(
                    name,
                    Json.ofStrings(values.stream()
                            .sorted()
                            .limit(CLAIMS_MAX)
                            .map(EventWriter::cut)
                            .toList()));
        }
    }

    private static Principal readPrincipal(Members in) throws UnreadableEventException {
        return new Principal(
                in.word("kind", Principal.Kind.class),
                in.text("issuer"),
                in.text("subject"),
                in.optionalText("name"),
                in.text("clientId"),
                strings(in, "groups"),
                strings(in, "scopes"),
                in.optionalText("bundle").map(BundleName::new),
                EpochNanos.instant(in.number("expiresAt")));
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
