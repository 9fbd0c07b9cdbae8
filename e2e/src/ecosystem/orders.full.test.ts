import { FEW, ORDERS, testOrders } from './orders';

testOrders(ORDERS.filter((order) => !FEW.includes(order)));
