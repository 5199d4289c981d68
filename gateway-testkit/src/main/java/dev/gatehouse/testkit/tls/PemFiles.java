package dev.gatehouse.testkit.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * A certificate and its key as files, for programs that are not Java's.
 *
 * @param certificate vouches for itself
 * @param key not encrypted
 */
public record PemFiles(Path certificate, Path key) {
    private static final int LINE_CHARS = 64;

    /** @param folder where they go, under names of their own */
    public static PemFiles of(TestCertificate made, Path folder) throws IOException, GeneralSecurityException {
        Path directory = Files.createTempDirectory(folder, "pem");
        return new PemFiles(
                write(
                        directory.resolve("certificate.pem"),
                        "CERTIFICATE",
                        made.keys().getCertificate(TestCertificate.ALIAS).getEncoded()),
                write(directory.resolve("key.pem"), "PRIVATE KEY", made.key().getEncoded()));
    }

    private static Path write(Path file, String kind, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }
}
