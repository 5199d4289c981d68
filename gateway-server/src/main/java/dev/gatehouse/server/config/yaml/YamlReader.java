package dev.gatehouse.server.config.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds the tree from the library's events, so that depth, size and aliases are bounded while reading and no object is
 * ever constructed from a tag. A key written twice is a problem and the first one counts.
 */
public final class YamlReader {
    public static final int FILE_MAX_BYTES = 1024 * 1024;
    static final int DEPTH_MAX = 32;
    static final int ALIASES_MAX = 50;
    /** Values after every alias is replaced by what it stands for. */
    static final int NODES_MAX = 50_000;

    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    private final Iterator<Event> events;
    private final Report report;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private int depth;
    private int aliases;
    private int nodes;

    private record Anchored(YamlNode node, int nodes) {}

    private YamlReader(Iterator<Event> events, Report report) {
        this.events = events;
        this.report = report;
    }

    /** The tree of the one document in the text; an empty text is an empty mapping. Empty when it cannot be read. */
    public static Optional<YamlNode> read(String text, Report report) {
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(FILE_MAX_BYTES).build();
        try {
            refuseControlCharacters(text);
            return Optional.of(
                    new YamlReader(new Parse(settings).parseString(text).iterator(), report).document());
        } catch (YamlFault e) {
            report.problem(KeyPath.ROOT, e.at(), String.valueOf(e.getMessage()));
        } catch (MarkedYamlEngineException e) {
            Position at = e.getProblemMark().map(YamlReader::position).orElse(Position.START);
            report.problem(KeyPath.ROOT, at, "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            report.problem(KeyPath.ROOT, Position.START, "not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private YamlNode document() throws YamlFault {
        Event first = events.next();
        while (first instanceof StreamStartEvent || first instanceof DocumentStartEvent) {
            first = events.next();
        }
        if (!(first instanceof NodeEvent)) {
            return new YamlNode.Mapping(Position.START, List.of());
        }
        YamlNode root = node(first, KeyPath.ROOT);
        while (events.hasNext()) {
            Event rest = events.next();
            if (rest instanceof DocumentStartEvent) {
                throw new YamlFault(start(rest), "a second document begins here (expected: one document)");
            }
        }
        return root;
    }

    private YamlNode node(Event event, KeyPath path) throws YamlFault {
        Position at = start(event);
        int before = nodes;
        count(1, at);
        YamlNode node = switch (event) {
            case AliasEvent alias -> aliased(alias, at);
            case ScalarEvent scalar -> scalar(scalar, at);
            case SequenceStartEvent sequence -> sequence(sequence, at, path);
            case MappingStartEvent mapping -> mapping(mapping, at, path);
            default -> throw new YamlFault(at, "a value was expected here");
        };
        if (!(event instanceof AliasEvent) && event instanceof NodeEvent named) {
            named.getAnchor().ifPresent(anchor -> anchors.put(anchor, new Anchored(node, nodes - before)));
        }
        return node;
    }

    private static YamlNode scalar(ScalarEvent scalar, Position at) throws YamlFault {
        refuseTag(scalar.getTag(), at);
        boolean plain = scalar.isPlain();
        return new YamlNode.Scalar(at, scalar.getValue(), plain, plain && NULLS.contains(scalar.getValue()));
    }

    private YamlNode sequence(SequenceStartEvent start, Position at, KeyPath path) throws YamlFault {
        refuseTag(start.getTag(), at);
        descend(at);
        List<YamlNode> items = new ArrayList<>();
        for (Event event = events.next(); !isEnd(event); event = events.next()) {
            items.add(node(event, path.index(items.size())));
        }
        depth--;
        return new YamlNode.Sequence(at, items);
    }

    private YamlNode mapping(MappingStartEvent start, Position at, KeyPath path) throws YamlFault {
        refuseTag(start.getTag(), at);
        descend(at);
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        for (Event event = events.next(); !isEnd(event); event = events.next()) {
            Position keyAt = start(event);
            if (!(node(event, path) instanceof YamlNode.Scalar key)) {
                throw new YamlFault(keyAt, "a key must be a single value");
            }
            YamlNode.Entry first = entries.get(key.text());
            YamlNode value = node(events.next(), path.key(key.text()));
            if (first == null) {
                entries.put(key.text(), new YamlNode.Entry(keyAt, key.text(), value));
            } else {
                report.problem(path.key(key.text()), keyAt, "this key stands already at " + first.at());
            }
        }
        depth--;
        return new YamlNode.Mapping(at, List.copyOf(entries.values()));
    }

    private YamlNode aliased(AliasEvent alias, Position at) throws YamlFault {
        if (++aliases > ALIASES_MAX) {
            throw new YamlFault(at, "more than " + ALIASES_MAX + " aliases");
        }
        Anchored anchored = anchors.get(alias.getAlias());
        if (anchored == null) {
            throw new YamlFault(at, "this alias names no value that ends before it");
        }
        count(anchored.nodes(), at);
        return anchored.node();
    }

    private void descend(Position at) throws YamlFault {
        if (++depth > DEPTH_MAX) {
            throw new YamlFault(at, "nested deeper than " + DEPTH_MAX + " levels");
        }
    }

    private void count(int more, Position at) throws YamlFault {
        nodes += more;
        if (nodes > NODES_MAX) {
            throw new YamlFault(at, "more than " + NODES_MAX + " values");
        }
    }

    /** The library refuses them too, but without a place. */
    private static void refuseControlCharacters(String text) throws YamlFault {
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); i++, column++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
                column = 0;
            } else if (Character.isISOControl(c) && c != '\t' && c != '\r') {
                throw new YamlFault(new Position(line, column), "a control character, U+%04X".formatted((int) c));
            }
        }
    }

    private static void refuseTag(Optional<String> tag, Position at) throws YamlFault {
        if (tag.isPresent()) {
            throw new YamlFault(at, "tags are not allowed: " + tag.get());
        }
    }

    private static boolean isEnd(Event event) {
        return event.getEventId() == Event.ID.SequenceEnd || event.getEventId() == Event.ID.MappingEnd;
    }

    private static Position start(Event event) {
        return event.getStartMark().map(YamlReader::position).orElse(Position.START);
    }

    private static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
