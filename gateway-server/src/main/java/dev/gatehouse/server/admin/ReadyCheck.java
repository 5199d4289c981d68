package dev.gatehouse.server.admin;

import java.util.Optional;
import java.util.function.Supplier;

/** One condition for taking traffic. Asked often: it looks at state that is kept up to date and waits for nothing. */
public interface ReadyCheck {

    /** A short word, the same always: {@code database}, {@code draining}. */
    String name();

    /** Why traffic should stay away, safe to show to whoever reaches the admin listener; empty when it may come. */
    Optional<String> notReady();

    static ReadyCheck of(String name, Supplier<Optional<String>> notReady) {
        return new ReadyCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<String> notReady() {
                return notReady.get();
            }
        };
    }
}
