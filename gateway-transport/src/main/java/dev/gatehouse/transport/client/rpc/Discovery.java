package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.util.Optional;
import java.util.stream.Stream;

/** What the answers to {@code server/discover} and {@code initialize} say of an upstream. */
public final class Discovery {
    public static final long HEADER_MISMATCH = -32020;
    private static final long MISSING_CAPABILITY = -32021;
    public static final long UNSUPPORTED_VERSION = -32022;

    private Discovery() {}

    /**
     * What the answer to {@code server/discover} says, when it proves a modern revision that both sides speak: a
     * well-formed result that lists it, or a refusal that names it. Everything else is no proof of anything.
     */
    public static Optional<Introduction> modern(UpstreamReply reply) {
        return switch (reply) {
            case UpstreamReply.Complete complete ->
                complete.result().member("capabilities").filter(Json::isObject).isPresent()
                        ? shared(complete.result().member("supportedVersions"))
                                .map(version -> Introduction.of(version, complete.result()))
                        : Optional.empty();
            case UpstreamReply.Errored errored ->
                errored.code() == UNSUPPORTED_VERSION
                        ? shared(errored.data().flatMap(data -> data.member("supported")))
                                .map(version -> Introduction.of(version, Json.EMPTY_OBJECT))
                        : Optional.empty();
            case UpstreamReply.Lost _, UpstreamReply.Task _ -> Optional.empty();
        };
    }

    /** Whether the error can only come from a server of the modern era: such a one is never asked to initialize. */
    public static boolean provesModern(UpstreamReply reply) {
        return reply instanceof UpstreamReply.Errored errored
                && (errored.code() == HEADER_MISMATCH
                        || errored.code() == MISSING_CAPABILITY
                        || (errored.code() == UNSUPPORTED_VERSION
                                && modern(reply).isPresent()));
    }

    /** Whether a server that was spoken to so far does not know the revision any more: it became another. */
    public static boolean refusesRevision(UpstreamReply reply) {
        return reply instanceof UpstreamReply.Errored errored && errored.code() == UNSUPPORTED_VERSION;
    }

    /** What the answer to {@code initialize} says; empty when it settled on no revision that we speak. */
    public static Optional<Introduction> legacy(UpstreamReply reply) {
        return reply instanceof UpstreamReply.Complete complete
                ? complete.result()
                        .text("protocolVersion")
                        .flatMap(ProtocolVersion::ofWireName)
                        .filter(version -> !version.isModern())
                        .map(version -> Introduction.of(version, complete.result()))
                : Optional.empty();
    }

    /** Why an answer was of no use, fit to print. */
    public static String describe(UpstreamReply reply) {
        return switch (reply) {
            case UpstreamReply.Complete _, UpstreamReply.Task _ -> "an answer without a protocol version we speak";
            case UpstreamReply.Errored errored ->
                "error " + errored.code() + " \"" + Printable.of(errored.message(), 200) + '"';
            case UpstreamReply.Lost lost -> Printable.of(lost.detail(), 200);
        };
    }

    private static Optional<ProtocolVersion> shared(Optional<Json> versions) {
        Stream<Json> listed = versions.stream().flatMap(list -> list.elements().stream());
        return listed.flatMap(version -> version.string().stream())
                .flatMap(name -> ProtocolVersion.ofWireName(name).stream())
                .filter(ProtocolVersion::isModern)
                .max(ProtocolVersion::compareTo);
    }
}
