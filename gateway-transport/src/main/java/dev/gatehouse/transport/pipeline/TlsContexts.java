package dev.gatehouse.transport.pipeline;

import dev.gatehouse.transport.http.TlsFiles;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * The certificate in use, and its replacement. A new one serves new connections; those that stand keep the one they
 * shook hands with.
 */
public final class TlsContexts {
    private final TlsFiles files;
    private volatile SslContext current;

    /** @throws IOException when the files cannot be read or do not fit each other */
    public TlsContexts(TlsFiles files) throws IOException {
        this.files = files;
        this.current = build(files);
    }

    SslContext current() {
        return current;
    }

    /** @throws IOException when the new files are no good; the old certificate stays in use then */
    public void reload() throws IOException {
        current = build(files);
    }

    private static SslContext build(TlsFiles files) throws IOException {
        try {
            // The provider without reference counts: a context may be swapped while a handshake is being set up.
            return SslContextBuilder.forServer(
                            files.certificates().toFile(), files.privateKey().toFile())
                    .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                    .protocols(files.tls12() ? List.of("TLSv1.3", "TLSv1.2") : List.of("TLSv1.3"))
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            // Messages of key parsers may quote the key file; the reason stays in the cause.
            throw new IOException(
                    "certificate " + files.certificates() + " or its key " + files.privateKey() + " cannot be used", e);
        }
    }
}
