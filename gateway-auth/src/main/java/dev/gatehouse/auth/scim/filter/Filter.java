package dev.gatehouse.auth.scim.filter;

import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.stream.Stream;

/** A question about one resource (RFC 7644 §3.4.2.2). */
public sealed interface Filter {

    boolean matches(Json resource);

    /**
     * What every match certainly says: comparisons of which none can be false. They find candidates by an index; the
     * filter itself still decides.
     */
    default Stream<Compare> certain() {
        return Stream.empty();
    }

    /** Every comparison in it, with paths from the top of the resource. */
    Stream<Compare> comparisons();

    record And(List<Filter> all) implements Filter {
        public And {
            all = List.copyOf(all);
        }

        @Override
        public boolean matches(Json resource) {
            return all.stream().allMatch(filter -> filter.matches(resource));
        }

        @Override
        public Stream<Compare> certain() {
            return all.stream().flatMap(Filter::certain);
        }

        @Override
        public Stream<Compare> comparisons() {
            return all.stream().flatMap(Filter::comparisons);
        }
    }

    record Or(List<Filter> any) implements Filter {
        public Or {
            any = List.copyOf(any);
        }

        @Override
        public boolean matches(Json resource) {
            return any.stream().anyMatch(filter -> filter.matches(resource));
        }

        @Override
        public Stream<Compare> comparisons() {
            return any.stream().flatMap(Filter::comparisons);
        }
    }

    record Not(Filter filter) implements Filter {
        @Override
        public boolean matches(Json resource) {
            return !filter.matches(resource);
        }

        @Override
        public Stream<Compare> comparisons() {
            return filter.comparisons();
        }
    }

    record Present(AttributePath path) implements Filter {
        @Override
        public boolean matches(Json resource) {
            return path.values(resource).anyMatch(value -> !value.isNull() && !isEmpty(value));
        }

        private static boolean isEmpty(Json value) {
            return value.string().filter(String::isEmpty).isPresent()
                    || (value.isObject() && value.members().isEmpty());
        }

        /** As a comparison with nothing, so that whoever asks which attributes matter learns of this one. */
        @Override
        public Stream<Compare> comparisons() {
            return Stream.of(new Compare(path, Operator.NE, Json.NULL));
        }
    }

    record Compare(AttributePath path, Operator operator, Json value) implements Filter {
        @Override
        public boolean matches(Json resource) {
            return Comparison.holds(this, path.values(resource));
        }

        @Override
        public Stream<Compare> certain() {
            return operator == Operator.EQ ? Stream.of(this) : Stream.empty();
        }

        @Override
        public Stream<Compare> comparisons() {
            return Stream.of(this);
        }
    }

    /** Asks one element of a multi-valued attribute for everything at once; the paths inside begin at the element. */
    record Within(AttributePath path, Filter element) implements Filter {
        @Override
        public boolean matches(Json resource) {
            return path.values(resource).anyMatch(element::matches);
        }

        @Override
        public Stream<Compare> certain() {
            return element.certain().map(this::outside);
        }

        @Override
        public Stream<Compare> comparisons() {
            return element.comparisons().map(this::outside);
        }

        private Compare outside(Compare inside) {
            return new Compare(path.then(inside.path().first()), inside.operator(), inside.value());
        }
    }
}
