package dev.gatehouse.server.config;

import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.server.config.bind.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes what the transport needs of an upstream, with its secrets in the clear. */
final class UpstreamSpecs {
    private UpstreamSpecs() {}

    static UpstreamSpec spec(UpstreamId id, UpstreamConfig upstream, Secret masterKey) {
        String digest = ConfigDigest.of(upstream.reached(), masterKey);
        UpstreamSpec.Limits limits = new UpstreamSpec.Limits(upstream.timeout(), upstream.concurrency());
        return upstream.url()
                .<UpstreamSpec>map(url -> http(id, digest, limits, url, upstream))
                .orElseGet(() -> stdio(id, digest, limits, upstream));
    }

    private static UpstreamSpec http(
            UpstreamId id, String digest, UpstreamSpec.Limits limits, URI url, UpstreamConfig upstream) {
        return new UpstreamSpec.Http(id, digest, limits, url, revealed(upstream.headers()), protocol(upstream));
    }

    private static UpstreamSpec stdio(
            UpstreamId id, String digest, UpstreamSpec.Limits limits, UpstreamConfig upstream) {
        List<String> command = new ArrayList<>();
        command.add(upstream.command().orElseThrow());
        upstream.args().forEach(argument -> command.add(argument.reveal()));
        return new UpstreamSpec.Stdio(
                id,
                digest,
                limits,
                List.copyOf(command),
                revealed(upstream.env()),
                upstream.cwd().toString(),
                upstream.isolation(),
                protocol(upstream));
    }

    private static Map<String, String> revealed(Map<String, Secret> values) {
        Map<String, String> revealed = new LinkedHashMap<>();
        values.forEach((name, value) -> revealed.put(name, value.reveal()));
        return Map.copyOf(revealed);
    }

    private static UpstreamSpec.Protocol protocol(UpstreamConfig upstream) {
        return switch (upstream.transport()) {
            case AUTO -> UpstreamSpec.Protocol.AUTO;
            case MODERN -> UpstreamSpec.Protocol.MODERN;
            case LEGACY -> UpstreamSpec.Protocol.LEGACY;
            case SSE -> UpstreamSpec.Protocol.SSE;
        };
    }
}
