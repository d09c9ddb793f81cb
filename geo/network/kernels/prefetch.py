"""A word to the processor: this row will be wanted soon. It changes no result."""

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]  # published without types
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

READ, SOON, DATA = 0, 3, 1  # arguments of LLVM's own `prefetch`


@intrinsic
def prefetch(typing_context: object, array: Any, row: Any) -> Any:  # noqa: ANN401 - numba's types
    """
    Bring the start of a row of an array into the cache; only within compiled functions.

    Parameters
    ----------
    typing_context
        Given by numba.
    array
        Of any number of dimensions, C-contiguous.
    row
        Index along the first; nothing is checked, and a wrong one only brings what is not wanted.

    Returns
    -------
    intrinsic
        Signature and code, for numba.

    Notes
    -----
    A search jumps about in memory, and its branches keep the processor from looking ahead by
    itself; asked for a bucket at a time, edges are there when their node comes up.
    """
    del typing_context

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ANN401
        array_type, row_type = signature.args
        view = context.make_array(array_type)(context, builder, arguments[0])
        index = context.cast(builder, arguments[1], row_type, types.intp)
        stride = builder.extract_value(view.strides, 0)
        start = builder.ptrtoint(view.data, stride.type)
        pointer_type = ir.IntType(8).as_pointer()
        address = builder.inttoptr(builder.add(start, builder.mul(index, stride)), pointer_type)
        number = ir.IntType(32)
        call = ir.FunctionType(ir.VoidType(), [pointer_type, number, number, number])
        insert: Any = cgutils.get_or_insert_function  # published without types
        function = insert(builder.module, call, "llvm.prefetch.p0i8")
        builder.call(function, [address, number(READ), number(SOON), number(DATA)])
        return context.get_dummy_value()

    return types.void(array, row), generate
