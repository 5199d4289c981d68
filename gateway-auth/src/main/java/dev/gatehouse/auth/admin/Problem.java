package dev.gatehouse.auth.admin;

import dev.gatehouse.auth.admin.shape.About;
import dev.gatehouse.auth.admin.shape.RecordWriter;
import dev.gatehouse.core.http.Answer;
import java.util.List;
import java.util.Optional;

/** Why something was not done, and what would help (RFC 9457). */
public record Problem(
        @About("A name of this kind of problem, the same always.")
        String type,

        @About("The kind of problem in a few words.") String title,

        int status,

        @About("What is wrong with this very request.") String detail,

        @About("Where: a JSON pointer into the body, or ?name for a parameter.")
        Optional<String> place,

        @About("What would help.") Optional<String> remedy,

        @About("Everything that is wrong, where it is more than one thing.")
        Optional<List<String>> problems) {
    private static final String TYPE = "urn:gatehouse:problem:";

    static Problem of(int status, String kind, String detail) {
        return new Problem(
                TYPE + kind,
                kind.replace('-', ' '),
                status,
                detail,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static Problem malformed(String place, String detail) {
        return of(400, "malformed-request", detail).at(place);
    }

    public static Problem notFound(String detail) {
        return of(404, "not-found", detail);
    }

    /** It cannot be done as things are. */
    public static Problem conflict(String detail, String remedy) {
        return of(409, "conflict", detail).remedied(remedy);
    }

    /** What was sent is well-formed and wrong. */
    public static Problem unacceptable(List<String> problems) {
        Problem plain = of(422, "unacceptable", "nothing was changed");
        return new Problem(
                plain.type, plain.title, plain.status, plain.detail, plain.place, plain.remedy, Optional.of(problems));
    }

    public static Problem forbidden(String detail, String remedy) {
        return of(403, "forbidden", detail).remedied(remedy);
    }

    static Problem unavailable(String detail) {
        return of(503, "temporarily-unavailable", detail)
                .remedied("Ask again later; nothing was changed that is not told.");
    }

    public Problem at(String where) {
        return new Problem(type, title, status, detail, Optional.of(where), remedy, problems);
    }

    public Problem remedied(String how) {
        return new Problem(type, title, status, detail, place, Optional.of(how), problems);
    }

    public Answer answer() {
        return Answer.of(
                        status,
                        "application/problem+json",
                        RecordWriter.write(this).toString())
                .with("Cache-Control", "no-store");
    }
}
