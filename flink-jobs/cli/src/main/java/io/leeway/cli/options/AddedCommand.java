package io.leeway.cli.options;

import java.util.concurrent.Callable;

/**
 * A subcommand of {@code leeway} from a module that this one does not depend on.
 * {@link java.util.ServiceLoader} finds it on the class path; its {@code @Command} gives its name.
 */
public interface AddedCommand extends Callable<Integer> {}
