package dev.gatehouse.testkit.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A fresh self-signed certificate, made by the JDK's keytool.
 *
 * @param keys holds its key under {@link #ALIAS}
 */
public record TestCertificate(KeyStore keys) {
    public static final String ALIAS = "k";

    private static final String PASSWORD = "changeit";
    private static final long KEYTOOL_SECONDS_MAX = 30;

    /** @param folder where the key store may lie meanwhile */
    public static TestCertificate of(Path folder, String... dnsNames) throws IOException, GeneralSecurityException {
        return of(folder, List.of("-keyalg", "EC", "-groupname", "secp256r1"), dnsNames);
    }

    /** With a key that GnuTLS reads, too: it wants more of an EC key than Java writes. */
    public static TestCertificate ofRsa(Path folder, String... dnsNames) throws IOException, GeneralSecurityException {
        return of(folder, List.of("-keyalg", "RSA", "-keysize", "2048"), dnsNames);
    }

    private static TestCertificate of(Path folder, List<String> algorithm, String... dnsNames)
            throws IOException, GeneralSecurityException {
        Path store = Files.createTempDirectory(folder, "certificate").resolve("keys.p12");
        keytool(store, algorithm, dnsNames);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return new TestCertificate(keys);
    }

    /** For a server that shows this certificate. */
    public SSLContext serving() throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** For a client that trusts this certificate and no other. */
    public SSLContext trusting() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** Its private key. */
    public Key key() throws GeneralSecurityException {
        return keys.getKey(ALIAS, PASSWORD.toCharArray());
    }

    private static void keytool(Path store, List<String> algorithm, String... dnsNames) throws IOException {
        String names = Stream.of(dnsNames).map(name -> "dns:" + name).collect(Collectors.joining(","));
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(Stream.of(
                                List.of(keytool, "-genkeypair", "-alias", ALIAS),
                                algorithm,
                                List.of("-dname", "CN=test", "-ext", "SAN=" + names),
                                List.of("-validity", "2", "-storetype", "PKCS12", "-storepass", PASSWORD),
                                List.of("-keystore", store.toString()))
                        .flatMap(List::stream)
                        .toList())
                .redirectErrorStream(true)
                .start();
        try (InputStream said = process.getInputStream()) {
            String output = new String(said.readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(KEYTOOL_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("keytool: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
