import { mount } from 'svelte';
import App from './App.svelte';
import './theme.css';
import './parts.css';
import './touch.css';

const target = document.getElementById('app');
if (target) mount(App, { target });
