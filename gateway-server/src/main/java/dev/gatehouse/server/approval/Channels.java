package dev.gatehouse.server.approval;

import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.policy.approval.Channel;
import dev.gatehouse.server.config.ApprovalsConfig;
import dev.gatehouse.server.config.bind.Secret;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;

/** The channels that a configuration names. */
public final class Channels {
    private Channels() {}

    public static Map<String, Channel> of(ApprovalsConfig config) {
        return config.channels().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> channel(entry.getValue())));
    }

    private static Channel channel(ApprovalsConfig.ChannelConfig config) {
        return new Channel(
                URI.create(config.url().reveal()),
                config.format(),
                config.secret().map(Secret::reveal).map(Confidential::new),
                config.to());
    }
}
