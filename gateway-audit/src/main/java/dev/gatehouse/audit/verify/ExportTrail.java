package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The trail in an export, JSON Lines with or without gzip. */
public final class ExportTrail implements Trail {
    static final String FORMAT = "gatehouse-audit-1";

    private final Path file;
    private final String gateway;
    private final Extent extent;
    private @Nullable Map<Long, Set<LocalDate>> dropped;

    private ExportTrail(Path file, String gateway, Extent extent) {
        this.file = file;
        this.gateway = gateway;
        this.extent = extent;
    }

    /** @throws IOException when the first line does not say that it is an export */
    public static ExportTrail open(Path file) throws IOException {
        try (ExportLines lines = ExportLines.open(file)) {
            byte[] first = lines.next();
            Json header = first == null ? Json.NULL : Json.read(first);
            Json export = header.member("export").orElse(Json.NULL);
            String gateway = export.text("gateway").orElse("");
            if (!export.text("format").orElse("").equals(FORMAT) || gateway.isEmpty()) {
                throw new IOException("its first line does not say that it is an export of format " + FORMAT);
            }
            boolean isPart = export.member("part").flatMap(Json::bool).orElse(false);
            return new ExportTrail(file, gateway, isPart ? Extent.PART : Extent.ONE_GATEWAY);
        } catch (JsonSyntaxException e) {
            throw new IOException("its first line is no JSON: " + e.getMessage(), e);
        }
    }

    @Override
    public Extent extent() {
        return extent;
    }

    @Override
    public List<String> gateways() {
        return List.of(gateway);
    }

    @Override
    public boolean isDropped(int keepDays, LocalDate day) throws IOException {
        Map<Long, Set<LocalDate>> known = dropped;
        if (known == null) {
            known = readDropped();
            dropped = known;
        }
        return known.getOrDefault((long) keepDays, Set.of()).contains(day);
    }

    @Override
    public Entries records(String ofGateway, Position from) throws IOException {
        return new Filtered(
                ExportEntries.open(file, gateway), entry -> !(isPlaced(entry) && from.isAfter(entry.position())));
    }

    @Override
    public Entries blocks(String ofGateway) throws IOException {
        return ExportEntries.blocks(file, gateway);
    }

    @Override
    public void close() {}

    private static boolean isPlaced(Entry entry) {
        return entry instanceof Entry.Found || entry instanceof Entry.Leaf;
    }

    /** They may stand anywhere. A line that cannot be read is told when it is read as a record. */
    private Map<Long, Set<LocalDate>> readDropped() throws IOException {
        Map<Long, Set<LocalDate>> days = new HashMap<>();
        try (ExportLines lines = ExportLines.open(file)) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                if (ExportEntries.begins(line, "retention")) {
                    Json row = Json.read(line).member("retention").orElse(Json.NULL);
                    OptionalLong keep =
                            row.member("keep_days").map(Json::integer).orElse(OptionalLong.empty());
                    LocalDate day = LocalDate.parse(row.text("day").orElse(""));
                    days.computeIfAbsent(keep.orElse(-1), _ -> new HashSet<>()).add(day);
                }
            }
        } catch (EOFException | JsonSyntaxException | DateTimeException e) {
            return days;
        }
        return days;
    }
}
