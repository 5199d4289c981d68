package dev.gatehouse.transport.listen;

import dev.gatehouse.transport.http.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A fresh self-signed certificate, made by the JDK's keytool and written as PEM. */
record Certificate(TlsFiles files, KeyStore trust) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    static Certificate make(Path directory, String name) throws Exception {
        Path store = directory.resolve(name + ".p12");
        keytool(store, name);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        Path certificate = directory.resolve(name + ".pem");
        Path key = directory.resolve(name + ".key");
        write(certificate, "CERTIFICATE", keys.getCertificate("k").getEncoded());
        write(key, "PRIVATE KEY", keys.getKey("k", PASSWORD).getEncoded());
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("c", keys.getCertificate("k"));
        return new Certificate(new TlsFiles(certificate, key, false), trust);
    }

    /** Puts the certificate and its key where a listener reads them. */
    void copyTo(TlsFiles other) throws IOException {
        Files.copy(files.certificates(), other.certificates(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(files.privateKey(), other.privateKey(), StandardCopyOption.REPLACE_EXISTING);
    }

    /** A client context that trusts this certificate and no other. */
    SSLContext trusting() throws GeneralSecurityException {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static void keytool(Path store, String name) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "k",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool: " + said);
        }
    }

    private static void write(Path file, String kind, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
    }
}
