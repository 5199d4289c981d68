package dev.gatehouse.server.channel;

import dev.gatehouse.auth.egress.OperatorHttp;
import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.core.notice.Channel;
import dev.gatehouse.server.config.ChannelConfig;
import dev.gatehouse.server.config.SmtpConfig;
import dev.gatehouse.server.config.bind.Secret;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes channels out of what the configuration says of them. One per process. */
public final class Channels implements AutoCloseable {
    private final OperatorHttp http = new OperatorHttp(Set::of);
    private final InstantSource wall;

    public Channels(InstantSource wall) {
        this.wall = wall;
    }

    public Map<String, Channel> of(Map<String, ChannelConfig> configs) {
        return configs.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> channel(entry.getValue())));
    }

    private Channel channel(ChannelConfig config) {
        return config.smtp().<Channel>map(smtp -> mail(smtp, config.to())).orElseGet(() -> webhook(config));
    }

    private static Channel mail(SmtpConfig smtp, List<String> to) {
        return new MailChannel(smtp, smtp.password().map(Secret::reveal).map(Confidential::new), to);
    }

    private Channel webhook(ChannelConfig config) {
        return new WebhookChannel(
                URI.create(config.url().orElseThrow().reveal()),
                config.format(),
                config.secret().map(Secret::reveal).map(Confidential::new),
                config.to(),
                http,
                wall);
    }

    @Override
    public void close() {
        http.close();
    }
}
