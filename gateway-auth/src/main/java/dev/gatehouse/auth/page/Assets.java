package dev.gatehouse.auth.page;

import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What pages load: each file under a path with its digest, so that it can be cached for good and never be stale. */
public final class Assets {
    static final Asset STYLESHEET = Asset.of("gatehouse.css", "text/css; charset=utf-8");
    static final Asset ICON = Asset.of("gatehouse.svg", "image/svg+xml");

    private static final String FOR_GOOD = "public, max-age=31536000, immutable";

    private Assets() {}

    public static List<Endpoint> endpoints() {
        return List.of(STYLESHEET.endpoint(), ICON.endpoint());
    }

    record Asset(String path, String contentType, byte[] content) {
        private static final int DIGEST_DIGITS = 12;

        static Asset of(String name, String contentType) {
            byte[] content = read("/page/" + name);
            int dot = name.lastIndexOf('.');
            String digest = Sha256.hex(content).substring(0, DIGEST_DIGITS);
            return new Asset(
                    "/assets/" + name.substring(0, dot) + "-" + digest + name.substring(dot), contentType, content);
        }

        Endpoint endpoint() {
            Answer answer = new Answer(200, List.of(Map.entry("Content-Type", contentType)), content)
                    .with("Cache-Control", FOR_GOOD)
                    .with("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
            return new Endpoint(
                    Endpoint.Listener.PUBLIC,
                    Endpoint.Method.GET,
                    PathPattern.of(path),
                    Endpoint.Guard.PUBLIC,
                    0,
                    _ -> answer);
        }

        private static byte[] read(String resource) {
            try (InputStream in = Objects.requireNonNull(Assets.class.getResourceAsStream(resource), resource)) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
