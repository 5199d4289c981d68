package dev.gatehouse.auth.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/**
 * HTTPS to hosts that others than the operator named. Each is resolved once, every address it has must be public, and
 * one of those is connected to; a host that the operator allows may be anywhere, on any port.
 */
final class StrangersHttps {
    private static final int ADDRESSES_MAX = 8;

    private final Network network;
    private final HttpsExchange https;
    private final Supplier<Set<String>> intranetHosts;

    /** @param intranetHosts each {@code host} or {@code host:port}, asked each time */
    StrangersHttps(Network network, SSLSocketFactory tls, Supplier<Set<String>> intranetHosts) {
        this.network = network;
        this.https = new HttpsExchange(network, tls);
        this.intranetHosts = intranetHosts;
    }

    /** In the Internet that this machine is on. */
    StrangersHttps(Supplier<Set<String>> intranetHosts) {
        this(Network.REAL, (SSLSocketFactory) SSLSocketFactory.getDefault(), intranetHosts);
    }

    /** Nothing was sent: an address of the host is one that nobody may make us visit. */
    static final class ForbiddenException extends IOException {
        private static final long serialVersionUID = 1L;

        ForbiddenException() {
            super("the host has an address that is not public");
        }
    }

    /** The URL, if it could ever be asked; says nothing about where its host is. */
    Optional<NamedUrl> allowed(String url) {
        return NamedUrl.parse(url).filter(named -> named.looksPublic() || isIntranet(named));
    }

    /**
     * @param url allowed
     * @param form empty for a GET
     */
    HttpResponse send(NamedUrl url, Optional<HttpsExchange.Form> form, int bodyBytesMax) throws IOException {
        List<InetAddress> addresses = network.resolve(url.host());
        if (addresses.size() > ADDRESSES_MAX) {
            addresses = addresses.subList(0, ADDRESSES_MAX);
        }
        if (!isIntranet(url) && addresses.stream().anyMatch(SpecialUse::includes)) {
            throw new ForbiddenException();
        }
        return https.send(url, addresses, form, bodyBytesMax);
    }

    private boolean isIntranet(NamedUrl url) {
        return intranetHosts.get().contains(url.authority());
    }
}
