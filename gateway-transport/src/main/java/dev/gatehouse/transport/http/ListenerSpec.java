package dev.gatehouse.transport.http;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One address to listen on, and whom to believe there.
 *
 * @param bind port 0 takes a free one
 * @param hosts what {@code Host} may say, in lower case: {@code name:port}, or {@code name} for any
 *     port; everything else gets 403
 * @param origins the {@code Origin} values of browser pages that may call, e.g. {@code https://app.example.com}; pages
 *     of this listener itself need no entry
 * @param trustedProxies who may say in {@code X-Forwarded-For} on whose behalf it connects
 */
public record ListenerSpec(
        InetSocketAddress bind,
        Optional<TlsFiles> tls,
        Set<String> hosts,
        Set<String> origins,
        List<Cidr> trustedProxies,
        HttpLimits limits) {
    public ListenerSpec {
        hosts = Set.copyOf(hosts);
        origins = Set.copyOf(origins);
        trustedProxies = List.copyOf(trustedProxies);
    }
}
