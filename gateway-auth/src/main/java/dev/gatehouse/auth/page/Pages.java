package dev.gatehouse.auth.page;

import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Request;
import java.util.Set;

/** How pages reach a browser, and which forms may come back from one. */
public final class Pages {
    private static final String CONTENT_POLICY = "default-src 'none'; style-src 'self'; img-src 'self';"
            + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final String origin;

    /** @param origin the gateway's public URL: its pages' one origin */
    public Pages(String origin) {
        this.origin = origin;
    }

    /**
     * A response that may hold what is meant for one person. {@code same-origin} keeps addresses of ours from others, yet
     * lets browsers say where a form came from, which {@code no-referrer} would make {@code null}.
     */
    public static Answer answer(int status, Page page) {
        return Answer.html(status, page.html())
                .with("Content-Security-Policy", CONTENT_POLICY)
                .with("Referrer-Policy", "same-origin")
                .with("X-Frame-Options", "DENY")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Cross-Origin-Resource-Policy", "same-origin")
                .with("Cache-Control", "no-store");
    }

    /**
     * Whether a form was sent by a page of ours. Every browser says the origin of a form; one that also says how the sites
     * relate must not contradict it. The form's token is asked for besides.
     */
    public boolean isFromOurPage(Request request) {
        return request.header("origin").filter(origin::equalsIgnoreCase).isPresent()
                && Set.of("same-origin", "")
                        .contains(request.header("sec-fetch-site").orElse(""));
    }
}
