package dev.gatehouse.transport.http;

import java.nio.file.Path;

/**
 * Where the certificate of a listener lies; read again on every reload.
 *
 * @param certificates PEM chain, the server's own first
 * @param privateKey PEM, PKCS#8, not encrypted
 * @param tls12 whether TLS 1.2 is offered beside 1.3
 */
public record TlsFiles(Path certificates, Path privateKey, boolean tls12) {}
