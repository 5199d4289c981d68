package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.proof.Checkpoint;
import dev.gatehouse.audit.proof.NoteLine;
import dev.gatehouse.audit.segment.Position;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checkpoints that were kept elsewhere, whose signatures are good. */
final class Anchors {
    private static final Pattern ORIGIN = Pattern.compile("gatehouse-audit/(.+)/(\\d{1,19})");
    private static final int LINES = 6;

    /** A checkpoint of a chain; {@code note} as it was signed. */
    record Anchor(String gateway, long chain, Checkpoint checkpoint, String note) {}

    private record Place(String gateway, long chain, long size) {}

    private final List<Anchor> all = new ArrayList<>();
    private final Map<Place, List<Anchor>> places = new HashMap<>();

    /** Takes what is good; what is not is a fault, or incomplete when a file cannot be read. */
    static Anchors read(List<Path> files, TrustedKeys keys, Findings findings) {
        Anchors anchors = new Anchors();
        for (Path file : files) {
            try {
                anchors.add(file, lines(file), keys, findings);
            } catch (CharacterCodingException e) {
                findings.incomplete("", Position.ZERO, file + " is no text");
            } catch (IOException e) {
                findings.incomplete("", Position.ZERO, file + " cannot be read: " + e);
            }
        }
        for (Anchor anchor : anchors.all) {
            Place place = new Place(
                    anchor.gateway(), anchor.chain(), anchor.checkpoint().size());
            anchors.places.computeIfAbsent(place, _ -> new ArrayList<>()).add(anchor);
        }
        return anchors;
    }

    /** In a log, others may have written what is no text. */
    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            List<String> lines =
                    Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
            if (lines.stream().noneMatch(line -> line.contains(NoteLine.MARK))) {
                throw e;
            }
            return lines;
        }
    }

    /** Those of so many blocks of a chain. A year of anchors is half a million, and there are more blocks. */
    List<Anchor> of(String gateway, long chain, long size) {
        return places.getOrDefault(new Place(gateway, chain, size), List.of());
    }

    List<Anchor> of(String gateway) {
        return all.stream().filter(anchor -> anchor.gateway().equals(gateway)).toList();
    }

    /** Those of gateways that are none of these. */
    List<Anchor> ofOthers(List<String> gateways) {
        return all.stream()
                .filter(anchor -> !gateways.contains(anchor.gateway()))
                .toList();
    }

    /** When the newest of a gateway was made. */
    Optional<Instant> newest(String gateway) {
        return of(gateway).stream().map(anchor -> anchor.checkpoint().time()).max(Comparator.naturalOrder());
    }

    /** Of what lines of a log say, those with a checkpoint matter; what a file of notes holds is all of it notes. */
    private void add(Path file, List<String> lines, TrustedKeys keys, Findings findings) {
        if (lines.stream().noneMatch(line -> line.contains(NoteLine.MARK))) {
            addNotes(file, lines, keys, findings);
            return;
        }
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(NoteLine.MARK)) {
                add(file, i + 1, NoteLine.in(lines.get(i)).map(NoteLine::note).orElse(""), keys, findings);
            }
        }
    }

    /** Whether it is one. */
    private boolean add(Path file, int line, String note, TrustedKeys keys, Findings findings) {
        Optional<Anchor> anchor = Checkpoint.read(note, keys.all()).flatMap(read -> anchor(read, note));
        anchor.ifPresentOrElse(
                all::add,
                () -> findings.altered(
                        "",
                        Position.ZERO,
                        file + ", line " + line + ": no checkpoint that one of the given keys signed"));
        return anchor.isPresent();
    }

    private void addNotes(Path file, List<String> lines, TrustedKeys keys, Findings findings) {
        int at = 0;
        while (at < lines.size()) {
            if (lines.get(at).isEmpty()) {
                at++;
                continue;
            }
            int end = Math.min(at + LINES, lines.size());
            String note = String.join("\n", lines.subList(at, end)) + "\n";
            at = add(file, at + 1, note, keys, findings) ? end : afterEmpty(lines, end);
        }
    }

    /** Where the next note may begin when this one is none. */
    private static int afterEmpty(List<String> lines, int from) {
        int at = from;
        while (at < lines.size() && !lines.get(at).isEmpty()) {
            at++;
        }
        return at;
    }

    private static Optional<Anchor> anchor(Checkpoint checkpoint, String note) {
        Matcher origin = ORIGIN.matcher(checkpoint.origin());
        try {
            return origin.matches()
                    ? Optional.of(new Anchor(origin.group(1), Long.parseLong(origin.group(2)), checkpoint, note))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
