package dev.gatehouse.auth.egress;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Who may vouch for servers that the operator named. */
public final class Authorities {
    private Authorities() {}

    /**
     * @param authorities a file of certificates in PEM, the only ones that may vouch for a server; empty for those of the platform
     * @throws IOException when it cannot be read, or holds none
     */
    public static SSLSocketFactory factory(Optional<Path> authorities) throws IOException {
        if (authorities.isEmpty()) {
            return (SSLSocketFactory) SSLSocketFactory.getDefault();
        }
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            int count = 0;
            for (Certificate certificate : in(authorities.get())) {
                trusted.setCertificateEntry("authority" + count++, certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException(authorities.get() + " holds no certificates that can be used: " + e.getMessage(), e);
        }
    }

    /**
     * The certificates of a file in PEM.
     *
     * @throws IOException when it cannot be read, or holds none
     */
    public static List<Certificate> in(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            List<Certificate> certificates =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (certificates.isEmpty()) {
                throw new IOException(file + " holds no certificates");
            }
            return certificates;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no certificates that can be read: " + e.getMessage(), e);
        }
    }
}
