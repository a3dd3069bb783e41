package io.leeway.features;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.OperatorStateBackend;
import org.apache.flink.runtime.state.StateBackend;

/** A state backend that counts how often the list of pending events is read, and how long it gets. */
final class CountingStateBackend implements StateBackend {
    private static final long serialVersionUID = 1L;

    private final StateBackend backend;
    private int size;
    int reads;
    int largest;

    /** What it hands on to: batch wants its own class. */
    transient CheckpointableKeyedStateBackend<?> keyed;

    CountingStateBackend(StateBackend backend) {
        this.backend = backend;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <K> CheckpointableKeyedStateBackend<K> createKeyedStateBackend(KeyedStateBackendParameters<K> parameters)
            throws Exception {
        keyed = backend.createKeyedStateBackend(parameters);
        return (CheckpointableKeyedStateBackend<K>)
                proxy(CheckpointableKeyedStateBackend.class, (method, arguments) -> {
                    Object result = call(method, keyed, arguments);
                    return method.getName().equals("getPartitionedState")
                                    && arguments[2] instanceof StateDescriptor<?, ?> state
                                    && state.getName().equals("pending")
                            ? counted((ListState<byte[]>) result)
                            : result;
                });
    }

    private Object counted(ListState<byte[]> list) {
        return proxy(ListState.class, (method, arguments) -> {
            switch (method.getName()) {
                case "get" -> reads++;
                case "add" -> size++;
                case "update" -> size = ((Collection<?>) arguments[0]).size();
                case "clear" -> size = 0;
                default -> {}
            }
            largest = Math.max(largest, size);
            return call(method, list, arguments);
        });
    }

    private interface Calls {
        Object call(Method method, Object[] arguments) throws Throwable;
    }

    private static Object proxy(Class<?> type, Calls calls) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> calls.call(method, arguments));
    }

    private static Object call(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public OperatorStateBackend createOperatorStateBackend(OperatorStateBackendParameters parameters) throws Exception {
        return backend.createOperatorStateBackend(parameters);
    }
}
