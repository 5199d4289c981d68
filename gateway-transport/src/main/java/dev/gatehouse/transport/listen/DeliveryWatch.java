package dev.gatehouse.transport.listen;

/** Told when a reply was finished, recorded, and then could not be delivered because the client had left. */
@FunctionalInterface
public interface DeliveryWatch {
    DeliveryWatch NONE = (_, _) -> {};

    /**
     * On an event loop: must not block.
     *
     * @param server the virtual server as the client named it
     * @param peer the client's address
     */
    void undelivered(String server, String peer);
}
