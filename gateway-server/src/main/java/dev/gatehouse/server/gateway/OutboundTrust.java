package dev.gatehouse.server.gateway;

import dev.gatehouse.auth.egress.Authorities;
import dev.gatehouse.server.config.GatehouseConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Lets the operator's own authorities vouch for servers, beside those of the platform, wherever this process connects to. Java, and
 * every library on it, takes those from one file that it reads when something first connects; so this comes before everything else.
 */
final class OutboundTrust {
    private static final String FORMAT = "JKS";
    /** There is nothing secret in it. */
    private static final char[] OPEN = {};

    private OutboundTrust() {}

    static void widen(GatehouseConfig config) throws StartFailedException {
        if (config.outbound().ca().isPresent()) {
            widen(config.outbound().ca().get(), DataDirectory.open(config.dataDir()));
        }
    }

    private static void widen(Path more, DataDirectory data) throws StartFailedException {
        try {
            List<Certificate> all = platform();
            all.addAll(Authorities.in(more));
            write(all, data.authorities());
        } catch (IOException | GeneralSecurityException e) {
            throw new StartFailedException("outbound.ca cannot be used: " + e.getMessage(), e);
        }
        System.setProperty("javax.net.ssl.trustStore", data.authorities().toString());
        System.setProperty("javax.net.ssl.trustStoreType", FORMAT);
    }

    private static List<Certificate> platform() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        List<Certificate> all = new ArrayList<>();
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager trusting) {
                all.addAll(List.of(trusting.getAcceptedIssuers()));
            }
        }
        return all;
    }

    /** Whole or not at all: a running gateway may read it while another process is about to be refused this directory. */
    private static void write(List<Certificate> all, Path file) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(FORMAT);
        trusted.load(null, OPEN);
        for (int i = 0; i < all.size(); i++) {
            trusted.setCertificateEntry("authority" + i, all.get(i));
        }
        Path draft = Files.createTempFile(file.getParent(), "authorities", ".new");
        try (OutputStream out = Files.newOutputStream(draft)) {
            trusted.store(out, OPEN);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
