package io.tokenward.proxy.upstream;

import java.time.Duration;

/**
 * How endpoints are asked whether they are well: a {@code GET} without credential on a connection of its own. Any answer with a
 * status below 500 is a yes.
 *
 * @param path below the base path of the endpoint
 * @param every pause between two questions
 * @param timeout within which the answer must begin
 * @param healthy answers in a row that bring an endpoint back
 * @param unhealthy failures in a row that take it out of service
 */
public record HealthCheck(String path, Duration every, Duration timeout, int healthy, int unhealthy) {}
