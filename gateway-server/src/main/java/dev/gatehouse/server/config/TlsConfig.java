package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Doc;
import java.nio.file.Path;

/** A certificate chain and its key; both files are watched and read again when they change. */
public record TlsConfig(
        @Doc("File with the certificate chain, PEM, the server's own certificate first.")
        Path certificate,

        @Doc("File with the private key, PEM, PKCS#8, not encrypted.")
        Path key) {}
